package consort.worker.cli;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Share;
import consort.worker.enroll.ShareTerms;
import java.util.ArrayList;
import java.util.List;

/** An organization's place in the cost share, in plain words. */
final class TermsText {

    private TermsText() {
    }

    static List<String> lines(ShareTerms terms, CharterDocument charter, String organization) {
        Share share = charter.share();
        List<String> lines = new ArrayList<>();
        lines.add("What " + organization + " would bear: the operator's invitation gives it benefit " + terms.benefit() + " and tier "
                + terms.tier() + ".");
        lines.add("They decide " + (share.byBenefit() + share.tiered()) + " % of every bill (" + share.byBenefit() + " % by benefit, "
                + share.tiered() + " % by tier), by its part of all members' numbers;");
        lines.add(others(terms));
        lines.add("If these and " + organization + " were all, it would bear " + terms.part(share).toPercent()
                + " % of every bill; each new member changes that.");
        if (charter.settlement() == CharterDocument.Settlement.NONE) {
            lines.add("As nobody pays in this consortium, all amounts are 0 nevertheless.");
        }
        lines.add("Accepting signs both numbers.");
        return lines;
    }

    private static String others(ShareTerms terms) {
        return switch (terms.others()) {
            case 0 -> "there is no other member so far.";
            case 1 -> "the one other member so far has benefit " + terms.othersBenefit() + " and tier " + terms.othersTier() + ".";
            default -> "the " + terms.others() + " other members so far have benefit " + terms.othersBenefit() + " and tier "
                    + terms.othersTier() + " in sum.";
        };
    }
}
