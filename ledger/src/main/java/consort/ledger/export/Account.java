package consort.ledger.export;

import java.util.Comparator;
import java.util.Optional;

/**
 * Where an amount stands. Each account is one organization's, so that an organization can take its own out of the books.
 *
 * @param counterparty of claims between two organizations
 */
public record Account(Subject subject, String organization, Optional<String> counterparty) implements Comparable<Account> {

    private static final Comparator<Account> ORDER = Comparator.comparing(Account::name);

    /** What an amount is, and under which of the five kinds of accounts that hledger and beancount share it stands. */
    public enum Subject {
        DEVICE_TIME("Income", "Device-Time"),
        EXTERNAL_COSTS("Income", "External-Costs"),
        /** Agreed amounts, in journals of the ledger. */
        ADJUSTMENTS("Income", "Adjustments"),
        /** Of credits of earlier periods. */
        CORRECTED_CREDIT("Income", "Corrections"),
        SHARE("Expenses", "Share"),
        /** What caps leave unpaid of a credit. */
        DEFICIT("Expenses", "Deficit"),
        /** Of shares of earlier periods. */
        CORRECTED_SHARE("Expenses", "Corrections"),
        /** Of the pool, until transfers say who pays. */
        NET_RECEIVABLE("Assets", "Net-Receivable"),
        /** To the pool, until transfers say whom to pay. */
        NET_PAYABLE("Liabilities", "Net-Payable"),
        /** What a bill's transfers say. */
        RECEIVABLE("Assets", "Receivable"),
        PAYABLE("Liabilities", "Payable"),
        /** The same once its payment is instructed, until the payee confirms it. */
        DUE_RECEIVABLE("Assets", "Due"),
        DUE_PAYABLE("Liabilities", "Due"),
        /** What payees confirmed; not what anybody has. */
        CASH("Assets", "Cash");

        private final String root;
        private final String leaf;

        Subject(String root, String leaf) {
            this.root = root;
            this.leaf = leaf;
        }
    }

    static Account of(Subject subject, String organization) {
        return new Account(subject, organization, Optional.empty());
    }

    static Account between(Subject subject, String organization, String counterparty) {
        return new Account(subject, organization, Optional.of(counterparty));
    }

    /** As hledger and beancount write it, such as {@code Assets:Acme:Receivable:Beta}; differs where accounts differ. */
    public String name() {
        return subject.root + ":" + component(organization) + ":" + subject.leaf
                + counterparty.map(other -> ":" + component(other)).orElse("");
    }

    @Override
    public int compareTo(Account other) {
        return ORDER.compare(this, other);
    }

    /** Beancount demands a capital or a digit at the beginning, and names of organizations have no capitals. */
    private static String component(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
