package consort.coordinator.backup;

import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backup holds. As a file: the line {@code consort-backup/v1}, a header of canonical JSON, for each file its SHA-256,
 * its length and its path in the coordinator's folder, and {@code end} with their number.
 *
 * @param origin of the ledger
 * @param entries under the checkpoint
 * @param timeMillis when it was taken, by the clock of its machine
 * @param keys whether the keys are in it
 * @param files by path
 */
public record Manifest(String origin, long entries, long timeMillis, boolean keys, SortedMap<String, Item> files) {

    static final int MAX_BYTES = 256 << 20;

    private static final String FORMAT = "consort-backup/v1";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (0|[1-9][0-9]{0,15}) ([A-Za-z0-9._+/-]{1,400})");
    private static final Pattern PATH = Pattern.compile("coordinator\\.yaml|(ledger|blobs|certs|keys)(/[A-Za-z0-9+-][A-Za-z0-9._+-]*)+");
    private static final int MAX_HEADER_BYTES = 4096;
    private static final int MAX_ORIGIN_CHARACTERS = 300;

    /** A file's content. */
    public record Item(String sha256, long bytes) {
    }

    public Manifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(FORMAT).append('\n').append(JsonObject.builder()
                .put("origin", origin)
                .put("entries", entries)
                .put("timeMillis", timeMillis)
                .put("keys", keys)
                .build().canonicalText()).append('\n');
        files.forEach((path, item) ->
                text.append(item.sha256()).append(' ').append(item.bytes()).append(' ').append(path).append('\n'));
        return text.append("end ").append(files.size()).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws BackupException when it is not a whole manifest of a version that is known here */
    static Manifest parse(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(FORMAT)) {
            throw new BackupException("the manifest begins with \"" + lines[0].substring(0, Math.min(60, lines[0].length()))
                    + "\", not \"" + FORMAT + "\": this is no backup, or one of another version of this program");
        }
        if (lines.length < 4 || !lines[lines.length - 1].isEmpty() || !lines[lines.length - 2].equals("end " + (lines.length - 4))) {
            throw new BackupException("the manifest is cut off: take another copy of the backup");
        }
        SortedMap<String, Item> files = new TreeMap<>();
        for (int i = 2; i < lines.length - 2; i++) {
            put(lines[i], i + 1, files);
        }
        return header(lines[1], files);
    }

    private static void put(String line, int number, Map<String, Item> files) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || !PATH.matcher(parts.group(3)).matches()
                || files.put(parts.group(3), new Item(parts.group(1), Long.parseLong(parts.group(2)))) != null) {
            throw new BackupException("line " + number + " of the manifest is none: \"" + line + "\"");
        }
    }

    private static Manifest header(String line, SortedMap<String, Item> files) {
        try {
            JsonFields json = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), MAX_HEADER_BYTES).fields();
            Manifest manifest = new Manifest(json.text("origin", MAX_ORIGIN_CHARACTERS),
                    json.integer("entries", 1, JsonValue.MAX_INTEGER), json.integer("timeMillis", 0, JsonValue.MAX_INTEGER),
                    json.flag("keys"), files);
            json.end();
            return manifest;
        } catch (JsonException unfit) {
            throw new BackupException("line 2 of the manifest: " + unfit.getMessage());
        }
    }
}
