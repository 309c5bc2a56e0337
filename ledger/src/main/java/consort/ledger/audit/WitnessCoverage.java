package consort.ledger.audit;

import java.util.List;
import java.util.OptionalLong;

/**
 * What witnesses confirm of a ledger.
 *
 * @param quorum cosignatures that the charter asks for; 0 where it asks for none
 * @param witnesses how many there are whose cosignature counts
 * @param size entries of the newest checkpoint that has as many; 0 when there is none
 * @param by the organizations whose cosignatures count under that one, or under the newest checkpoint where there is none. Where the charter asks
 *     for none: those whose witnesses cosigned the newest checkpoint all the same
 * @param unwitnessedSince the first entry that no such checkpoint covers; empty when all are covered, or none need be
 * @param policyAsksForNone whether the file {@code policy} beside the ledger asks for no witness though the charter does: other tools
 *     that follow it check no cosignature
 */
public record WitnessCoverage(int quorum, int witnesses, long size, List<String> by, OptionalLong unwitnessedSince, boolean policyAsksForNone) {

    public WitnessCoverage {
        by = List.copyOf(by);
    }

    /** Whether every entry stands under a checkpoint that enough witnesses cosigned. */
    public boolean covered() {
        return quorum > 0 && unwitnessedSince.isEmpty();
    }

    /** How many witnesses may lie before two different ledgers could both be witnessed; negative when they could without a lie. */
    public int bearableLiars() {
        return 2 * quorum - witnesses - 1;
    }

    /** One line. */
    public String text() {
        if (quorum == 0) {
            return "none asked for by the charter" + (by.isEmpty() ? "" : "; all of it was cosigned by " + String.join(", ", by));
        }
        String since = unwitnessedSince.isPresent() ? "unwitnessed since entry " + unwitnessedSince.getAsLong() : "every entry is witnessed";
        String names = String.join(", ", by);
        String who = by.isEmpty() ? "" : size == 0 ? ", cosigned by " + names
                : covered() ? ", cosigned by " + names + " at size " + size : "; the first " + size + " were cosigned by " + names;
        return since + " (" + needed() + who + ")"
                + (policyAsksForNone ? "; the file policy beside it asks for none: do not judge cosignatures by that" : "");
    }

    private String needed() {
        return witnesses < quorum ? quorum + " needed, and only " + witnesses + (witnesses == 1 ? " counts" : " count") + " now"
                : quorum + " of " + witnesses + " needed";
    }
}
