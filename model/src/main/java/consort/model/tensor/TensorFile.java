package consort.model.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// An open safetensors file: its header, checked and in memory, and its data, read by slices.
///
/// Reads may run concurrently if the source allows it, as every [ByteSource] must.
public final class TensorFile implements Closeable {
    private final ByteSource source;
    private final Closeable opened;
    private final TensorHeader header;

    private TensorFile(ByteSource source, Closeable opened, TensorHeader header) {
        this.source = source;
        this.opened = opened;
        this.header = header;
    }

    /// Opens a file; [#close] closes it.
    ///
    /// @throws TensorFormatException if it is no safetensors file or beyond the limits
    public static TensorFile open(Path file, Limits limits) throws IOException {
        FileSource source = FileSource.open(file);
        try {
            return new TensorFile(source, source, readHeader(source, limits));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /// Reads the header of bytes that the caller goes on to own.
    ///
    /// @throws TensorFormatException if they are no safetensors file or beyond the limits
    public static TensorFile of(ByteSource source, Limits limits) throws IOException {
        return new TensorFile(source, () -> { }, readHeader(source, limits));
    }

    private static TensorHeader readHeader(ByteSource source, Limits limits) throws IOException {
        if (source.size() < Long.BYTES) {
            throw new TensorFormatException("a safetensors file has at least 8 bytes, this one has " + source.size());
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, length);
        long headerBytes = length.getLong(0);
        if (headerBytes < 0 || headerBytes > limits.maxHeaderBytes()) {
            throw new TensorFormatException("the header says it has " + Long.toUnsignedString(headerBytes)
                    + " bytes; at most " + limits.maxHeaderBytes() + " are taken");
        }
        long dataBytes = source.size() - Long.BYTES - headerBytes;
        if (dataBytes < 0) {
            throw new TensorFormatException("the header says it has " + headerBytes
                    + " bytes, but the file ends after " + (source.size() - Long.BYTES) + " of them");
        }
        byte[] header = new byte[(int) headerBytes];
        source.read(Long.BYTES, ByteBuffer.wrap(header));
        return HeaderReader.read(header, dataBytes, limits);
    }

    public TensorHeader header() {
        return header;
    }

    public Layout layout() {
        return header.layout();
    }

    /// This file, keeping the header object of `other` if both headers say the same: so that many files of one layout
    /// cost one header. Closing either closes what it opened.
    public TensorFile sharingHeaderOf(TensorFile other) {
        return header.equals(other.header) ? new TensorFile(source, opened, other.header) : this;
    }

    /// A tensor that is known to be there.
    ///
    /// @throws IllegalArgumentException if it is not
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new IllegalArgumentException("no tensor " + Names.quoted(name));
        }
        return info;
    }

    /// Fills `into` from its position to its limit with raw little-endian data of one tensor.
    ///
    /// @param firstByte where to begin, in bytes from the start of the tensor's data
    /// @throws IllegalArgumentException if the tensor has not so many bytes
    public void read(String name, long firstByte, ByteBuffer into) throws IOException {
        TensorInfo info = info(name);
        if (firstByte < 0 || firstByte > info.bytes() || into.remaining() > info.bytes() - firstByte) {
            throw new IllegalArgumentException("tensor " + Names.quoted(name) + " has " + info.bytes()
                    + " bytes, not " + into.remaining() + " at " + firstByte);
        }
        source.read(info.offset() + firstByte, into);
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
