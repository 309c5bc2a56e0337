package consort.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The witnesses of the status document as lines for people; none where there is no witness and none is asked for. */
final class WitnessLines {

    private WitnessLines() {
    }

    /** @param status the whole document */
    static List<String> of(JsonNode status) {
        JsonNode part = status.path("witnesses");
        long quorum = part.path("quorum").asLong();
        List<String> lines = new ArrayList<>();
        if (quorum > 0 || !part.path("witnesses").isEmpty()) {
            lines.add("  witnesses: " + attending(part) + (quorum == 0 ? ", none is needed" : ", " + quorum + " needed; "
                    + reached(part)));
        }
        part.path("witnesses").forEach(witness -> {
            if (witness.has("trouble")) {
                lines.add("  witness of " + witness.path("name").asText() + " " + witness.path("trouble").asText());
            }
        });
        return lines;
    }

    private static String attending(JsonNode part) {
        List<String> there = new ArrayList<>();
        List<String> away = new ArrayList<>();
        part.path("witnesses").forEach(witness -> (witness.path("attends").asBoolean() ? there : away).add(
                witness.path("name").asText() + (witness.path("outside").asBoolean() ? " (outside)"
                        : witness.path("counts").asBoolean() ? "" : " (does not count: it operates the coordinator, or the key that it cosigned with has ended)")));
        return (there.isEmpty() ? "nobody attends" : String.join(", ", there)) + (away.isEmpty() ? "" : "; away: " + String.join(", ", away));
    }

    private static String reached(JsonNode part) {
        long size = part.path("witnessedSize").asLong();
        if (!part.has("unwitnessedSince")) {
            return "all " + size + " entries are witnessed";
        }
        return "unwitnessed since entry " + size + (part.path("unwitnessedMillis").asLong() == 0 ? ""
                : ", for " + TimeText.of(part.path("unwitnessedMillis").asLong()));
    }
}
