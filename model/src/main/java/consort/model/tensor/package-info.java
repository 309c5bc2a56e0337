/// Named tensors in the safetensors format: an unsigned 64-bit little-endian header length, a JSON header, raw
/// little-endian data.
///
/// The reader takes any valid file, whatever the order of its data. The writer knows one form, so that equal tensors are
/// equal bytes:
///
/// - names in the order of their UTF-8 bytes, in the header and in the data; data contiguous from offset 0;
/// - per tensor the keys `dtype`, `shape`, `data_offsets` in this order, no white space, only the escapes JSON demands;
/// - no `__metadata__`;
/// - the header padded with spaces until its length is a multiple of 8.
///
/// A mapped file may therefore hold a tensor at an address that is no multiple of its element's size (an odd number of
/// F32 before an I64): readers that view memory in place have to copy such a tensor.
///
/// A header is the only part that is ever held whole, and its length and number of tensors are limited before it is
/// read. Data passes through buffers of fixed size, so a file may be larger than memory and larger than 2 GiB.
package consort.model.tensor;
