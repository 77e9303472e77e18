//! Time of a load: `cargo bench --bench load`.

mod workload;

use criterion::{Criterion, criterion_group, criterion_main};

fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    for (name, workload) in workload::workloads() {
        group.bench_function(name, |bencher| bencher.iter(|| workload.load()));
    }
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
