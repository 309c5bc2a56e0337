package consort.coordinator.loop;

import consort.ledger.disk.Disk;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The file {@code restored} in a ledger's folder: it was restored, and nobody may append before enough members said what they
 * hold. Deleted once the entry that says so is durable; when it comes back after a crash, that entry shows that it is over.
 *
 * @param entries that were restored
 * @param reports after how many organizations' reports the coordinator goes on; empty for all of them
 */
public record RestoredMark(long entries, OptionalInt reports) {

    private static final String PATH = "restored";
    private static final int MAX_BYTES = 4096;
    private static final int MAX_REPORTS = 1000;

    public void write(Disk ledger) throws IOException {
        ledger.replace(PATH, JsonObject.builder()
                .put("entries", entries)
                .putIfPresent("reports", reports.isPresent()
                        ? Optional.of(new JsonInteger(reports.getAsInt())) : Optional.empty())
                .build().canonicalBytes());
    }

    public static Optional<RestoredMark> read(Disk ledger) throws IOException {
        if (!ledger.exists(PATH)) {
            return Optional.empty();
        }
        try {
            JsonFields json = JsonObject.parse(ledger.readAll(PATH, MAX_BYTES), MAX_BYTES).fields();
            return Optional.of(new RestoredMark(json.integer("entries", 1, JsonValue.MAX_INTEGER),
                    json.has("reports") ? OptionalInt.of(json.count("reports", 0, MAX_REPORTS)) : OptionalInt.empty()));
        } catch (JsonException unfit) {
            throw new IOException(PATH + ": " + unfit.getMessage() + "; restore this folder again", unfit);
        }
    }

    /** Whether the coordinator went on already: its first entry is appended only then. */
    public boolean isOver(long logSize) {
        return logSize > entries;
    }

    static void delete(Disk ledger) throws IOException {
        ledger.delete(PATH);
    }
}
