//! Functions that destroy, and who can call them.

use crate::cargo::Project;

const LIBRARY: &str = "\
use milieu::proof::{Deployed, NonProduction, Proof, Proves};
pub fn reset(_: &impl Proves<NonProduction>) {}
pub fn called(proof: &Proof<CLAIM>) { reset(proof) }
pub type Unused = (NonProduction, Deployed);
";

#[test]
fn a_function_that_destroys_is_called_with_a_proof_and_with_nothing_else() {
    let project = Project::application("proof", "fn main() {}\n").file("src/lib.rs", "");
    let check = |library: &str| {
        project.write("src/lib.rs", library);
        project.cargo(&["check", "--lib"], &[])
    };
    check(&LIBRARY.replace("CLAIM", "NonProduction")).works();

    let ran = check(&LIBRARY.replace("CLAIM", "Deployed"))
        .fails_with("`Proof<Deployed>` does not prove that this environment is `NonProduction`")
        .fails_with("expected a `Proof<NonProduction>`");
    ran.fails_with("ask the loaded configuration: `settings.prove::<NonProduction>()?`");

    let loaded = LIBRARY.replace("&Proof<CLAIM>", "&milieu::Loaded<u8>");
    check(&loaded).fails_with("`Loaded<u8>` does not prove that this environment is `NonProduction`");

    // neither the token nor the claim can be made elsewhere
    let proof = LIBRARY.replace("CLAIM", "NonProduction");
    let forged = "pub fn forged() -> Proof<NonProduction> { Proof { environment: milieu::Environment::TEST } }";
    check(&format!("{proof}{forged}")).fails_with("private");
    let forged = "pub struct Mine; impl Proves<NonProduction> for Mine {}";
    check(&format!("{proof}{forged}")).fails_with("Sealed` is not satisfied");
    let forged = "pub fn forged() -> Proof<NonProduction> { Default::default() }";
    check(&format!("{proof}{forged}")).fails_with("Default` is not satisfied");
}
