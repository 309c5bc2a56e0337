package consort.worker.enroll;

import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Limits;
import consort.ledger.money.Bill;
import consort.ledger.money.Fraction;
import consort.ledger.money.Party;
import consort.ledger.money.Weighting;
import java.util.ArrayList;
import java.util.List;

/**
 * An invited organization's place in the cost share, as the coordinator tells it.
 *
 * @param benefit signed with the acceptance, as the tier
 * @param others how many other members there are so far
 * @param othersBenefit the sum of theirs; the coordinator's word, as the others are
 * @param othersTier the sum of theirs
 */
public record ShareTerms(long benefit, long tier, int others, long othersBenefit, long othersTier) {

    /** @throws DescriptionException when a number is beyond what a ledger can hold */
    static ShareTerms of(consort.proto.ShareTerms terms) {
        within("benefit", terms.getBenefit(), Invitation.MAX_SHARE_UNITS);
        within("tier", terms.getTier(), Invitation.MAX_SHARE_UNITS);
        within("number of other members", terms.getOthers(), Limits.MAX_MEMBERS);
        within("sum of the others' benefit", terms.getOthersBenefit(), terms.getOthers() * Invitation.MAX_SHARE_UNITS);
        within("sum of the others' tiers", terms.getOthersTier(), terms.getOthers() * Invitation.MAX_SHARE_UNITS);
        return new ShareTerms(terms.getBenefit(), terms.getTier(), terms.getOthers(), terms.getOthersBenefit(), terms.getOthersTier());
    }

    /** What part of every bill the organization would bear, if it and all others took part now. */
    public Fraction part(Share share) {
        List<Party> parties = new ArrayList<>();
        parties.add(new Party("", 0, 0, benefit, tier));
        for (int other = 1; other <= others; other++) {
            // Only the sums count, so one of them may stand for all.
            parties.add(new Party(Integer.toString(other), 0, 0, other == 1 ? othersBenefit : 0, other == 1 ? othersTier : 0));
        }
        return Bill.of(parties, 0, new Weighting(share.byBenefit(), share.tiered(), share.equal()))
                .lines().getFirst().weight().total();
    }

    private static void within(String what, long found, long most) {
        if (found < 0 || found > most) {
            throw new DescriptionException("the coordinator's description does not fit: the " + what + " is " + found
                    + ", expected 0 to " + most);
        }
    }
}
