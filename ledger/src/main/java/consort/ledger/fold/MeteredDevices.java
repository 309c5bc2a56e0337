package consort.ledger.fold;

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

    /** The first so many that a claim names. Where it names none, its worker has devices of its own that nobody else has. */
    static List<String> ids(UsageClaim claim, int devices) {
        if (!claim.deviceIds().isEmpty()) {
            return claim.deviceIds().subList(0, devices);
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
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
