package consort.worker.outbox;

import consort.ledger.disk.Disk;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;
import consort.worker.policy.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a site lent and no receipt stands for, as a sum for each quarter of an hour: however often a coordinator takes tasks back, the
 * files stay few. Every zone's days begin at such a quarter.
 */
final class UnclaimedUses {

    private static final long QUARTER_MILLIS = Duration.ofMinutes(15).toMillis();
    private static final int KEPT_QUARTERS = 62 * 24 * 4;
    private static final int MAX_BYTES = 1024;

    private final Disk disk;

    UnclaimedUses(Disk disk) {
        this.disk = disk;
    }

    void add(Use use) throws IOException {
        long quarter = use.timeMillis() / QUARTER_MILLIS;
        long deviceMillis = use.deviceMillis() + (disk.exists(Paths.unclaimed(quarter)) ? deviceMillis(quarter) : 0);
        byte[] json = JsonObject.builder().put("deviceMillis", deviceMillis).build().canonicalText()
                .getBytes(StandardCharsets.UTF_8);
        disk.replace(Paths.unclaimed(quarter), json);
    }

    /** As many quarters as two months have; older ones are deleted, by their number and not by a clock that may have been wrong. */
    List<Use> all() throws IOException {
        List<Long> quarters = Paths.numbers(disk, Paths.UNCLAIMED).stream().sorted().toList();
        int old = Math.max(0, quarters.size() - KEPT_QUARTERS);
        for (long quarter : quarters.subList(0, old)) {
            disk.delete(Paths.unclaimed(quarter));
        }
        List<Use> uses = new ArrayList<>();
        for (long quarter : quarters.subList(old, quarters.size())) {
            uses.add(new Use(quarter * QUARTER_MILLIS, deviceMillis(quarter), 0));
        }
        return uses;
    }

    private long deviceMillis(long quarter) throws IOException {
        String path = Paths.unclaimed(quarter);
        try {
            return JsonObject.parse(disk.readAll(path, MAX_BYTES), MAX_BYTES).fields()
                    .integer("deviceMillis", 0, JsonValue.MAX_INTEGER);
        } catch (JsonException damaged) {
            throw new IOException(path + " is damaged: " + damaged.getMessage()
                    + "; delete it: what it counts is then no part of the budget", damaged);
        }
    }
}
