use milieu::proof::{Claim, Deployed, NonProduction, Proof, Proves};

fn reset(_: &impl Proves<NonProduction>) {}

fn with_development(proof: &Proof<NonProduction>) {
    reset(proof);
}

fn with_any<C: Claim>(proof: &Proof<C>) -> &'static str {
    proof.environment().name()
}

fn main() {
    let _ = (with_development as fn(&Proof<NonProduction>), with_any::<Deployed> as fn(&Proof<Deployed>) -> &'static str);
}
