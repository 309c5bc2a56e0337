/// Coverage-guided fuzzing of the decoders that face a peer.
///
/// A decoder's fuzz test stands beside its other tests and extends [consort.fuzz.DecoderFuzzTest]: it gives valid inputs
/// to begin with, and says of any input whether the decoder accepts it, checking what must hold then. The fuzzer (Jazzer,
/// which is libFuzzer for the JVM) runs in a process of its own per decoder: its coverage counters are one per process. It
/// is called by its own driver, not by its JUnit extension, which fuzzes one test per JVM, and Surefire can start a JVM
/// per test only where Maven itself runs on the tests' Java.
///
/// With `consort.fuzzSeconds` the fuzzer runs for so long and keeps its corpus; `consort.fuzzInput` repeats a single input. Without
/// either, as in every build, inputs are tried that are the same each time, and no fuzzer: which branches it sees depends a little
/// on the process.
///
/// Other tests that choose at random begin with a [consort.fuzz.Seed].
package consort.fuzz;
