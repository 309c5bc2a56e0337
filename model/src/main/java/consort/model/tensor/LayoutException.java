package consort.model.tensor;

import java.io.IOException;

/// Tensors that are well-formed but not those that are wanted. The message names the first tensor that differs.
public final class LayoutException extends IOException {
    private static final long serialVersionUID = 1;

    public LayoutException(String message) {
        super(message);
    }
}
