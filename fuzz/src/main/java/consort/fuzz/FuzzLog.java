package consort.fuzz;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the fuzzer printed.
record FuzzLog(String text) {
    /// A line of progress. Any of them will do: what the agent prints from another thread may fall into the last one.
    private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s+[A-Za-z]+\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)/");
    private static final Pattern FINDING = Pattern.compile("(?s)== Java Exception: (.*?)(?:\n== libFuzzer crashing input|\nDEDUP_TOKEN)");
    private static final int MAX_SHOWN_CHARS = 4000;

    /// One line on a run that found nothing, by its last whole line of progress.
    ///
    /// @throws AssertionError if nothing was counted: then the inputs were mere chance
    String summary() {
        MatchResult last = PROGRESS.matcher(text).results().reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("the fuzzer counted nothing:\n" + tail()));
        if (Integer.parseInt(last.group(2)) < 2) {
            throw new AssertionError("the fuzzer saw no branch of the decoder:\n" + tail());
        }
        return last.group(1) + " inputs, " + last.group(2) + " branches, " + last.group(4) + " inputs worth keeping";
    }

    /// What went wrong: the exception that the decoder threw, or the last lines if it was something else.
    String finding() {
        return FINDING.matcher(text).results().findFirst().map(match -> shortened(match.group(1))).orElseGet(this::tail);
    }

    private String tail() {
        return text.substring(Math.max(0, text.length() - MAX_SHOWN_CHARS));
    }

    private static String shortened(String shown) {
        return shown.substring(0, Math.min(shown.length(), MAX_SHOWN_CHARS)).strip();
    }
}
