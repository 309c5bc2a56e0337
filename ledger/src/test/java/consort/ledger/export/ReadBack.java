package consort.ledger.export;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One transaction as somebody reads it who has the exported text and nothing else.
 *
 * @param pending whether it is marked as not settled
 */
record ReadBack(String ledger, long entry, long period, String date, boolean pending, List<Amount> amounts) {

    private static final Pattern HEAD = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}) ([*!]) .*");
    private static final Pattern TAG = Pattern.compile(" +(?:; )?(ledger|entry|period): \"?([^\"]*)\"?");
    private static final Pattern POSTING = Pattern.compile(" +([A-Z][A-Za-z0-9:-]*) {2,}(-?[0-9]+(?:\\.[0-9]+)?) ([A-Z]{3})");

    /** What stands on an account. */
    record Amount(String account, BigDecimal amount, String currency) {
    }

    /** Reads a journal of hledger or of beancount. */
    static List<ReadBack> journal(String text) {
        List<ReadBack> read = new ArrayList<>();
        for (String block : text.split("\n\n")) {
            String[] lines = block.strip().split("\n");
            Matcher head = HEAD.matcher(lines[0]);
            if (head.matches()) {
                read.add(new ReadBack(tag(lines[1]), Long.parseLong(tag(lines[2])), Long.parseLong(tag(lines[3])), head.group(1),
                        head.group(2).equals("!"), List.of(lines).subList(4, lines.length).stream().map(ReadBack::posting).toList()));
            }
        }
        return read;
    }

    static List<ReadBack> csv(String text) {
        List<ReadBack> read = new ArrayList<>();
        String number = "";
        for (String line : text.lines().skip(1).toList()) {
            String[] row = line.split(",", -1);
            if (!row[4].equals(number)) {
                number = row[4];
                read.add(new ReadBack(row[0], Long.parseLong(row[1]), Long.parseLong(row[2]), row[3],
                        row[5].equals("instruction"), new ArrayList<>()));
            }
            read.getLast().amounts.add(new Amount(row[8], new BigDecimal(row[9]), row[10]));
        }
        return read;
    }

    static List<ReadBack> json(String origin, String text) {
        JsonFields books = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 1 << 24).fields();
        String currency = books.text("currency", 3);
        int digits = books.count("digits", 0, 4);
        return books.objects("transactions", 10_000, one -> {
            one.integer("timeMillis", 0, Long.MAX_VALUE);
            one.text("text", 200);
            return new ReadBack(origin, one.integer("entry", 0, Long.MAX_VALUE), one.integer("period", 0, Long.MAX_VALUE),
                    one.text("date", 10), one.text("kind", 20).equals("instruction"),
                    one.objects("postings", 100, posting -> {
                        posting.text("organization", 40);
                        if (posting.has("counterparty")) {
                            posting.text("counterparty", 40);
                        }
                        return new Amount(posting.text("account", 200), BigDecimal.valueOf(
                                posting.integer("amountMinor", -Long.MAX_VALUE, Long.MAX_VALUE), digits), currency);
                    }));
        });
    }

    private static String tag(String line) {
        Matcher tag = TAG.matcher(line);
        if (!tag.matches()) {
            throw new AssertionError("no tag: " + line);
        }
        return tag.group(2);
    }

    private static Amount posting(String line) {
        Matcher posting = POSTING.matcher(line);
        if (!posting.matches()) {
            throw new AssertionError("no posting: " + line);
        }
        return new Amount(posting.group(1), new BigDecimal(posting.group(2)), posting.group(3));
    }
}
