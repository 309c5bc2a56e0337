package consort.ledger.fold;

/** An entry that breaks a rule. The state is as it was before. */
public final class RuleViolation extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 400;

    private final long index;
    private final String field;
    private final Rule rule;
    private final String expected;
    private final String found;

    /**
     * @param index of the entry
     * @param field of its body, or "signature", "type", …
     * @param expected what the rule demands, for people
     * @param found what the entry says
     */
    public RuleViolation(long index, String field, Rule rule, String expected, String found) {
        super("entry " + index + ", field " + field + ", rule " + rule.text() + ": expected " + shortened(expected) + ", found "
                + shortened(found));
        this.index = index;
        this.field = field;
        this.rule = rule;
        this.expected = shortened(expected);
        this.found = shortened(found);
    }

    public long index() {
        return index;
    }

    public String field() {
        return field;
    }

    public Rule rule() {
        return rule;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
