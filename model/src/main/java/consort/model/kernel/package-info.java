/// The inner loops of aggregation, on memory outside the heap: integer sums, the mean's application, and the
/// compare-and-exchange of sorting networks.
///
/// There are two sets of [consort.model.kernel.Kernels], one plain and one on the Vector API, and they give the same bits: the same IEEE
/// operations on each element, of which no two elements share any, and integer additions.
package consort.model.kernel;
