package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Document;
import consort.ledger.entry.UsageClaim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The devices that a claim is about. */
final class MeteredDevices {

    private static final int ID_CHARACTERS = 16;

    private MeteredDevices() {
    }

    /**
     * The first so many that a claim names. Where the benchmark of its lease names devices, a claim that names none of its own, or any other, is
     * about those: a worker has the devices that it was measured with. Whatever is left without a name is taken for devices of the worker's
     * own that nobody else has.
     */
    static List<String> ids(LeaseView lease, UsageClaim claim, int devices) {
        List<String> measured = lease.benchmark().map(Benchmark::deviceIds).orElse(List.of());
        List<String> named = measured.isEmpty() || !claim.deviceIds().isEmpty() && measured.containsAll(claim.deviceIds())
                ? claim.deviceIds() : measured;
        List<String> ids = new ArrayList<>(named.subList(0, Math.min(devices, named.size())));
        for (int i = 0; ids.size() < devices; i++) {
            ids.add(Document.digest((claim.workerId() + "/" + i).getBytes(StandardCharsets.UTF_8)).substring(0, ID_CHARACTERS));
        }
        return ids;
    }

    /** Device time dealt out evenly, the first ones getting a millisecond more where it does not come out even. */
    static Map<String, Long> dealt(List<String> ids, long deviceMillis) {
        Map<String, Long> dealt = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            dealt.put(ids.get(i), deviceMillis / ids.size() + (i < deviceMillis % ids.size() ? 1 : 0));
        }
        return dealt;
    }
}
