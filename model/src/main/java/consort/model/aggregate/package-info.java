/// How the updates of a round become the next model.
///
/// The model is worked through in slices: for one range of elements of one tensor, the matching slices of all updates are
/// read, summed exactly, and applied. Slices are independent, so lanes compute several at once; they are written in order.
/// Memory is two slices per lane, whatever the size of the model and the number of updates.
package consort.model.aggregate;
