package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.network.FreePort;
import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Clauses;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads, and a script gets, when a command cannot do what it was told. */
class CommandErrorsTest {

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--address    | localhost         | '\"localhost\" has no port: expected HOST:PORT'",
        "--address    | localhost:99999   | 99999 is not valid: use 1 to 65535",
        "--listen     | 0.0.0.0           | expected HOST:PORT",
        "--consortium | The Pool          | '\"The Pool\" is not valid: use 1 to 40 characters'",
        "--domain     | Pool Example      | '--domain'",
        "--rate       | abc               | '\"abc\" is not a number'",
        "--rate       | 1.845             | 1.845 is no whole number of the smallest units of EUR",
        "--rate       | -1                | '--rate'",
        "--currency   | EURO              | EURO is no currency",
        "--share      | byBenefit=most    | '\"most\" is not a whole number'",
        "--share      | byBenefit=100     | '--share'",
        "--outcomes   | accepted=5000     | 'accepted=5000 is out of bounds: thousandths, 0 to 1000'",
        "--settlement | cash              | 'expected one of transfers, none, found \"cash\"'",
        "--maximum-liability | 1.234    | --maximum-liability 1.234 is no whole number",
        "--maximum-liability | 99999999999999999 | '--maximum-liability'",
        "--commitment-hours  | 0.0000001 | --commitment-hours 1E-7 is no whole number of milliseconds",
        "--commitment-hours  | -1       | --commitment-hours -1 is less than nothing",
        "--minimum-share     | -1       | --minimum-share -1 is less than nothing",
        "--model-license | a\u0007b | 1 to 1000 printable characters",
        "--approvals  | 200               | '--approvals'",
        "--witnesses  | -1                | '--witnesses'",
        "--operated-by | The Operator     | '--operated-by'",
        "--dispute-days | soon            | '\"soon\" is not a whole number'",
    })
    void aBadValueForInitIsNamedWithWhatIsAccepted(String option, String value, String told) {
        assertThat(init(temporary.resolve("new"), option, value)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(option, told).doesNotContain("Usage", "Exception").hasLineCount(1);
        assertThat(temporary.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cnn: 12                          | line 1: cnn must be a mapping with data, steps, stepsPerSecondMilli",
        "cnn: {data: train, steps: 5}     | line 1: cnn.stepsPerSecondMilli is missing",
        "cnn: {data: train, steps: 5, stepsPerSecondMilli: 9, settings: {mixed: true}} | line 1: cnn.settings.mixed does not fit: expected an integer",
        "cnn: {steps: 1.5}                | line 1: cnn.steps must be an integer",
        "cnn: {trainer: gpt}              | the trainer is",
        "nonsense                         | line 1: the file must be a mapping",
    })
    void aReferencesFileThatCannotBeIsNamed(String yaml, String told) throws IOException {
        Path file = Files.writeString(temporary.resolve("references.yaml"), yaml);
        assertThat(init(temporary.resolve("new"), "--references", file.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(told).doesNotContain("Usage", "Exception").hasLineCount(1);
        assertThat(temporary.resolve("new")).doesNotExist();
    }

    @Test
    void referenceSpeedsComeIntoTheCharter() throws IOException {
        Path file = Files.writeString(temporary.resolve("references.yaml"), """
                tiny-gpt: {data: bible, steps: 20, stepsPerSecondMilli: 4500}
                fashion-cnn:
                  data: fashion-train
                  steps: 50
                  stepsPerSecondMilli: 12500
                  settings: {batchSize: 64}
                """);
        assertThat(init(temporary.resolve("new"), "--references", file.toString())).as(err.toString()).isZero();
        try (Stream<Path> documents = Files.list(temporary.resolve("new/ledger/docs"))) {
            CharterDocument charter = CharterDocument.parse(Files.readAllBytes(documents.findFirst().orElseThrow()));
            assertThat(charter.reference("fashion-cnn").orElseThrow().stepsPerSecondMilli()).isEqualTo(12_500);
            assertThat(charter.reference("tiny-gpt").orElseThrow().settings()).isEqualTo(JsonObject.EMPTY);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "invite;Aster Inc                | '\"Aster Inc\" is not valid: use 1 to 40 characters'",
        "invite;aster;--benefit;-1       | '--benefit -1 is not taken: use 0 to'",
        "invite;aster;--tier;many        | '\"many\" is not a whole number'",
        "invite;aster;--expires;tomorrow | 'use 7d, 12h, 30m or PT30M'",
        "invite;aster;--expires;-P1D     | 'use 7d, 12h, 30m or PT30M'",
        "stop;first                      | '\"first\" is not a whole number'",
    })
    void aBadValueOfAnyCommandEndsWithTwoAndWithoutUsage(String words, String told) throws IOException {
        Path folder = founded();
        assertThat(run((words + ";--dir;" + folder).split(";"))).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(told).doesNotContain("Usage", "Exception").hasLineCount(1);
    }

    @Test
    void wrongSyntaxIsAnsweredWithTheShortUsageAndAPointerToHelp() {
        assertThat(run("stop", "1", "--because", "x")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("consort coordinator stop: \"--because\" does not fit here; did you mean --cause?",
                "Usage: consort coordinator stop [", "consort coordinator stop --help tells more.").doesNotContain("End a run");
        assertThat(run("period")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("consort coordinator period: name one of the commands: close");
    }

    @Test
    void whenNobodyListensTheAddressIsNamedAndWhatToLookAtNext() throws IOException {
        Path folder = founded();
        assertThat(run("status", "--dir", folder.toString())).isEqualTo(ExitCode.UNREACHABLE.code());
        String address = CoordinatorConfig.read(folder.resolve("coordinator.yaml")).address().toString();
        assertThat(err.toString()).contains(address, "connection refused", "consort coordinator serve", "firewall").hasLineCount(1);
    }

    @Test
    void aFolderThatIsNoCoordinatorsIsToldAsTheCommandTakesIt() throws IOException {
        String nowhere = temporary.resolve("nowhere").toString();
        assertThat(run("status", "--dir", nowhere)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("there is no folder " + nowhere, "--dir");
        err.getBuffer().setLength(0);
        assertThat(run("serve", nowhere)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("there is no folder " + nowhere, "'consort coordinator serve DIR'").doesNotContain("--dir");
        err.getBuffer().setLength(0);
        assertThat(run("serve", temporary.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("no coordinator.yaml");
    }

    @Test
    void clausesComeIntoTheCharter() throws IOException {
        assertThat(run("init", temporary.resolve("new").toString(), "--consortium", "pool", "--domain", "example.org", "--address",
                "localhost:7443", "--maximum-liability", "500.00", "--model-license", "Apache-2.0", "--model-ownership", "all members",
                "--leavers", "keep the models of their time")).as(err.toString()).isZero();
        try (Stream<Path> documents = Files.list(temporary.resolve("new/ledger/docs"))) {
            CharterDocument charter = CharterDocument.parse(Files.readAllBytes(documents.findFirst().orElseThrow()));
            assertThat(charter.clauses()).isEqualTo(new Clauses(OptionalLong.empty(), Optional.of("Apache-2.0"),
                    Optional.of("all members"), Optional.of("keep the models of their time")));
            assertThat(charter.terms()).as("days count unless said otherwise").isEqualTo(new BillTerms(true, OptionalLong.of(50_000), 0, 0));
        }
    }

    @Test
    void termsOfBillsComeIntoTheCharter() throws IOException {
        assertThat(run("init", temporary.resolve("new").toString(), "--consortium", "pool", "--domain", "example.org", "--address",
                "localhost:7443", "--minimum-share", "12.50", "--commitment-hours", "1.5", "--whole-periods")).as(err.toString()).isZero();
        try (Stream<Path> documents = Files.list(temporary.resolve("new/ledger/docs"))) {
            assertThat(CharterDocument.parse(Files.readAllBytes(documents.findFirst().orElseThrow())).terms())
                    .isEqualTo(new BillTerms(false, OptionalLong.empty(), 1_250, 5_400_000));
        }
    }

    @Test
    void initTellsWhyAFolderCannotBeTaken() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(init(file)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(file + " is a file");
        assertThat(init(temporary)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(temporary + " is not empty");
    }

    @Test
    void aModelThatCannotBeUsedIsNamedWithTheReason() throws IOException {
        String folder = founded().toString();
        String job = Files.writeString(temporary.resolve("job.yaml"), """
                { name: n, trainer: t, data: d, rounds: 1, steps: 1, seed: 1, cohort: { min: 1, max: 1 }, quorum: 1,
                  roundSeconds: 9, maxUpdateNorm: 1.0 }
                """).toString();
        Path model = temporary.resolve("model.safetensors");
        assertThat(run("submit", job, "--dir", folder, "--model", model.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(model + " cannot be read: no such file");
        Files.writeString(model, "{ \"these\": \"are no tensors\" }");
        err.getBuffer().setLength(0);
        assertThat(run("submit", job, "--dir", folder, "--model", model.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(model + " is no safetensors file").hasLineCount(1);
    }

    private Path founded() throws IOException {
        Path folder = temporary.resolve("coordinator");
        assertThat(init(folder, "--address", "localhost:" + FreePort.next())).isZero();
        return folder;
    }

    /** {@code init} with what it needs, and another value for one option. */
    private int init(Path folder, String... option) {
        String[] words = {"init", folder.toString(), "--consortium", "pool", "--domain", "example.org", "--address",
            "localhost:7443"};
        for (int at = 2; at < words.length && option.length > 0; at += 2) {
            if (words[at].equals(option[0])) {
                words[at + 1] = option[1];
                return run(words);
            }
        }
        return run(Stream.concat(Arrays.stream(words), Arrays.stream(option))
                .toArray(String[]::new));
    }

    private int run(String... words) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }
}
