/// A worker's update: `Delta_k = theta_t - theta_k`, what the model was minus what training made of it.
///
/// A worker forms it ([UpdateForming]), the coordinator checks it away from its loop ([UpdateCheck]) and decides from the
/// [Verdict]. Both take the same [Trainable] and so agree on which tensors an update holds.
package consort.model.update;
