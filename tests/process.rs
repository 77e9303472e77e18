//! What touches a process.
