//! Known values do not go out, in any form, however the output is cut.
