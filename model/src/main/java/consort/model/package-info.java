/// Models as named tensors, and how updates become the next model.
///
/// - [consort.model.tensor]: tensors in the safetensors format, read and written by slices with bounded memory.
/// - [consort.model.sum]: the exact integer sum: scales and weights.
/// - [consort.model.kernel]: the inner loops, plain and in vector registers, which give the same bits.
/// - [consort.model.update]: which tensors train, how a worker forms its update, how a coordinator checks one.
/// - [consort.model.aggregate]: aggregation rules. Rounds use [consort.model.aggregate.FedAvg];
///   [consort.model.aggregate.TrimmedMean], and the median with it, is for programs that use this module.
///
/// **What is averaged and what is carried over.** A job may list its trainable tensors; if it lists none, every F32
/// tensor is trainable. An update holds exactly the trainable tensors. Trainable tensors are averaged, running
/// statistics (means and variances of normalization layers) like any other. Everything else, integer tensors, other float
/// types and tensors the job did not list, is carried over from the previous model byte for byte, whatever a trainer did
/// to it.
///
/// **Same bytes everywhere.** Files that Consort writes are canonical, updates are summed as integers, and the few
/// floating-point operations there are stand in one written order on IEEE doubles without fused multiply-add. So order of
/// arrival, number of threads and machine cannot change a bit, and an auditor who repeats a round gets the same digest.
///
/// Nothing here knows of rounds, the network or the ledger. Threads come in as an executor, bytes through
/// [consort.model.tensor.ByteSource] and [consort.model.tensor.ByteSink].
package consort.model;
