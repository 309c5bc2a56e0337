/**
 * The real data sets of the demo and the example jobs, and how they are dealt out to organizations.
 *
 * <p>Every set ends up as {@linkplain consort.examples.data.LabeledImages labeled images} and is written as a
 * <em>shard</em>: a folder with {@code images-idx3-ubyte} and {@code labels-idx1-ubyte}, which is what the built-in
 * trainer reads. A set is either shipped (digits) or taken from the first of several sources that has it
 * (Fashion-MNIST); whatever its source, its bytes are compared with a pinned SHA-256 before anything is trained on them.
 */
package consort.examples.data;
