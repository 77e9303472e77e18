//! One load of one workload, for counting instructions: `scripts/count` runs it under callgrind.

#![expect(clippy::print_stdout, reason = "it says what it did")]

mod workload;

use std::hint::black_box;

/// The region that is counted.
#[inline(never)]
fn counted(workload: &workload::Workload) -> usize {
    black_box(black_box(workload).load())
}

fn main() {
    // cargo hands over arguments of its own, and without a name there is nothing to do
    let names: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (name, workload) in workload::workloads() {
        if names.iter().any(|wanted| wanted == name) {
            black_box(workload.load());
            println!("{name}: {} bytes", counted(&workload));
        }
    }
}
