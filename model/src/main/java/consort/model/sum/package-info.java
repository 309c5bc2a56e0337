/// The exact sum: updates are added as integers, so that neither order nor number of threads can change a bit.
///
/// Each element becomes `q = rint(x * 2^s)`; `s` is fixed per tensor by the run ([Scales]). Values with
/// `|x| >= 2^(43-s)` are refused, so `|q| < 2^43`. Weights are positive integers whose sum is at most 2^20 ([Weights]).
/// Hence `|sum of w * q| < 2^63`: a `long` cannot overflow, and integer addition is associative. With the default s = 38
/// values below 32 are taken, and float32 values down to 2^-15 in magnitude lose nothing at all.
package consort.model.sum;
