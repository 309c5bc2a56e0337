package consort.worker.preflight;

import java.util.List;

/** One subject of a preflight. */
public interface Check {

    /** One word, by which people and {@link #needs} speak of it. */
    String name();

    /** Checks without which this one says nothing. */
    default List<String> needs() {
        return List.of();
    }

    /**
     * Looks.
     *
     * @throws consort.worker.folder.ConfigException as for a problem; so for {@link consort.certs.CertsException}
     */
    Finding look();
}
