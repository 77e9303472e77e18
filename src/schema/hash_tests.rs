//! The hash of a schema: what counts, and that it does not change.

use super::{BASIS, SchemaHash, bytes};
use crate::schema::{Choice, Field, Kind, Literal, Number, Parity, Presence, Range, Schema, Variant};

fn of(fields: &[Field]) -> SchemaHash {
    SchemaHash::of_fields(fields)
}

const PORT: Kind = Kind::Integer { min: 0, max: 65535 };

#[test]
fn the_algorithm_is_the_published_one_and_does_not_change() {
    // draft-eastlake-fnv-17.2, appendix C: "a" and "foobar"
    assert_eq!(bytes(BASIS, b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    assert_eq!(bytes(BASIS, b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    let field = Field::new("port", "PORT", PORT, Presence::Required).defaults_to(Literal::Number(Number::Integer(80)));
    assert_eq!(of(&[field]).to_string(), "1fbc8a0f0d812d7cca30eb6d4e2fdc09");
}

#[test]
fn what_is_read_otherwise_has_another_hash() {
    const INNER: Schema = Schema::of_struct("Inner", "", &[Field::new("a", "A", Kind::Boolean, Presence::Required)]);
    const A: [Choice; 1] = [Choice::new("a", "", &[])];
    const A_OR_B: [Choice; 1] = [Choice::new("a", "", &["b"])];
    let port = || Field::new("port", "PORT", PORT, Presence::Required);
    let all = [
        of(&[]),
        of(&[port()]),
        of(&[port(), port()]),
        of(&[Field::new("post", "POST", PORT, Presence::Required)]),
        of(&[Field::new("port", "PORT", PORT, Presence::Optional)]),
        of(&[Field::new("port", "PORT", Kind::Integer { min: -1, max: 65535 }, Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Float, Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Text("text"), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::List(&PORT), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Array(&PORT, 2), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Tuple(&[PORT, PORT]), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Map(&PORT), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Credential, Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Credential, Presence::Required).at_least(20)]),
        of(&[Field::new("port", "PORT", Kind::Table(&INNER), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Table(&INNER), Presence::Required).flattened()]),
        of(&[Field::new("port", "PORT", Kind::Choice(&A), Presence::Required)]),
        of(&[Field::new("port", "PORT", Kind::Choice(&A_OR_B), Presence::Required)]),
        of(&[port().aliased(&["p"])]),
        of(&[port().also_variables(&["p"])]),
        of(&[port().computed()]),
        of(&[port().computed().development_only()]),
        of(&[Field::new("port", "PORT", PORT, Presence::DevOnly)]),
        of(&[port().supply()]),
        of(&[port().relative_to_file()]),
        of(&[port().publish("")]),
        of(&[port().mirrored(Parity::Same)]),
        of(&[port().defaults_to(Literal::Number(Number::Integer(1)))]),
        of(&[port().defaults_to(Literal::Number(Number::Integer(2)))]),
        of(&[port().ranged(Range::new(Some(Number::Integer(1)), None, true))]),
        of(&[port().ranged(Range::new(None, Some(Number::Integer(1)), true))]),
        of(&[port().ranged(Range::new(None, Some(Number::Integer(1)), false))]),
        SchemaHash::of_variants("kind", &[]),
        SchemaHash::of_variants("kind", &[Variant::new(Choice::new("a", "", &[]), &INNER)]),
        SchemaHash::of_variants("type", &[Variant::new(Choice::new("a", "", &[]), &INNER)]),
    ];
    for (at, one) in all.iter().enumerate() {
        assert_eq!(all.iter().position(|other| other == one), Some(at), "{at}");
    }
}

#[test]
fn builds_of_both_classes_have_one_hash() {
    use crate::build::BuildClass::{Deployable, Development};
    let field = |presence| Field::new("port", "PORT", PORT, presence);
    assert_eq!(of(&[field(Presence::DevOnly)]), of(&[field(Presence::DevOnlyOptional)]));
    let port =
        |class| field(Presence::Required).defaults_in_development_to(class, Literal::Number(Number::Integer(80)));
    assert_eq!(of(&[port(Development)]), of(&[port(Deployable)]));
}

#[test]
fn what_is_only_said_about_it_counts_for_nothing() {
    let field = || Field::new("port", "PORT", PORT, Presence::Required);
    let said = field().typed("u16").documented("A port.").deprecate("use listen").expects("a port");
    assert_eq!(of(&[field()]), of(&[said]));
    let other = || Field::new("host", "HOST", Kind::Text("text"), Presence::Required).aliased(&["a", "b"]);
    let turned = Field::new("host", "HOST", Kind::Text("text"), Presence::Required).aliased(&["b", "a"]);
    assert_eq!(of(&[field(), other()]), of(&[turned, field()]));
}
