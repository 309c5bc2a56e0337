package consort.model.tensor;

import java.io.IOException;

/// Bytes that are not a safetensors file, or one beyond the limits. The message says what and where, and is fit to be
/// shown to the sender.
public final class TensorFormatException extends IOException {
    private static final long serialVersionUID = 1;

    public TensorFormatException(String message) {
        super(message);
    }
}
