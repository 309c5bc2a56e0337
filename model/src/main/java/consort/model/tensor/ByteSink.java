package consort.model.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes bytes one after the other. Not for use by several threads at once.
public interface ByteSink {
    /// Takes all of `from`, from its position to its limit. Nothing is promised about durability.
    ///
    /// @throws IOException if the bytes cannot be taken; the sink is of no use afterwards
    void write(ByteBuffer from) throws IOException;
}
