package consort.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Somewhere the four files of Fashion-MNIST can be had. Their bytes are checked by the caller. */
public interface Source {

    /** For messages. */
    String name();

    /**
     * Puts the four {@code .gz} files into a folder.
     *
     * @param log receives one line per step that takes long
     * @throws IOException   if this source fails
     * @throws DataException if this source does not have them, and why
     */
    void copyInto(Path folder, Consumer<String> log) throws IOException;
}
