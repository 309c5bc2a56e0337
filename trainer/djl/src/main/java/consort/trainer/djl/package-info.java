/**
 * The built-in trainer: small image classifiers with DJL on PyTorch, one process a worker, one thread by default.
 *
 * <p>It uses DJL's arrays and functions but none of its models, blocks and trainers: the tensors are a map by the names
 * that PyTorch's {@code state_dict} of the Python example has, a network is a function of that map, and the optimizer is
 * written out. So nothing of one task is left when the next begins, and a Python worker trains the same model.
 *
 * <p>The native libraries come with the class path; DJL unpacks them once into {@code DJL_CACHE_DIR} (without it,
 * {@code ~/.djl.ai}), about 430 MB, and fetches nothing.
 */
package consort.trainer.djl;
