package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.fold.LedgerBuilder;
import consort.ledger.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {

    @Test
    void documentsReadAsTheyWereWritten() {
        CharterDocument charter = LedgerBuilder.charter();
        assertThat(CharterDocument.parse(charter.bytes())).isEqualTo(charter);
        JobDocument job = LedgerBuilder.job();
        assertThat(JobDocument.parse(job.bytes())).isEqualTo(job);
        JobDocument heavy = LedgerBuilder.heavyJob(4000);
        assertThat(JobDocument.parse(heavy.bytes())).isEqualTo(heavy);
        CharterDocument measured = LedgerBuilder.charterWithReference();
        assertThat(CharterDocument.parse(measured.bytes())).isEqualTo(measured);
        assertThat(EstimateDocument.parse(LedgerBuilder.estimate().bytes())).isEqualTo(LedgerBuilder.estimate());
        RoundManifest manifest = new RoundManifest(1, 2, LedgerBuilder.digest("p"), List.of("a", "b"),
                new TreeMap<>(Map.of("a", 24)),
                List.of(new RoundManifest.Update(7, "acme", "w1", LedgerBuilder.digest("u"), 5)));
        assertThat(RoundManifest.parse(manifest.bytes())).isEqualTo(manifest);
        assertThat(manifest.digest()).isEqualTo(Document.digest(manifest.bytes()));
    }

    @Test
    void aCharterWithoutReferenceSpeedsHasTheBytesOfEarlierVersions() {
        CharterDocument charter = LedgerBuilder.charter();
        assertThat(new String(charter.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"approvals\":0,\"consortium\":\"demo\","
                + "\"currency\":\"EUR\",\"disputeDays\":14,\"domain\":\"example.org\",\"outcomes\":{\"accepted\":1000,"
                + "\"evaluated\":800,\"failed\":100,\"late\":500,\"refused\":250},\"rateMinorPerHour\":184,\"rateNote\":\"a demo rate\","
                + "\"settlement\":\"transfers\",\"share\":{\"byBenefit\":70,\"equal\":10,\"tiered\":20},\"witnesses\":\"none\"}");
        assertThat(charter.reference("fashion-cnn")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"stepsPerSecondMilli\":10000 | \"stepsPerSecondMilli\":0 | references[0].stepsPerSecondMilli",
        "\"steps\":100 | \"steps\":1000001 | references[0].steps",
        "\"settings\":{} | \"settings\":{\"batch\":\"64\"} | settings.batch",
        "\"trainer\":\"fashion-cnn\" | \"trainer\":\"Fashion\" | references[0].trainer",
        "\"trainer\":\"fashion-cnn\" | \"trainer\":\"fashion-cnn\",\"worth\":2 | references[0].worth"})
    void anErrorInAReferenceSpeedNamesTheField(String honest, String altered, String named) {
        assertNamed(() -> CharterDocument.parse(replaced(LedgerBuilder.charterWithReference(), honest, altered)), named);
    }

    @Test
    void referenceSpeedsAreOneForEachTrainerInOrderOrNotThereAtAll() {
        ReferenceSpeed one = LedgerBuilder.charterWithReference().references().getFirst();
        ReferenceSpeed other = new ReferenceSpeed("tiny-gpt", "bible", 7, 8, one.settings());
        assertThat(CharterDocument.parse(with(one, other).bytes())).isEqualTo(with(one, other));
        assertNamed(() -> CharterDocument.parse(with(other, one).bytes()), "in the order of their names");
        assertNamed(() -> CharterDocument.parse(with(one, one).bytes()), "each trainer once");
        byte[] none = replaced(LedgerBuilder.charter(), "\"settlement\"", "\"references\":[],\"settlement\"");
        assertNamed(() -> CharterDocument.parse(none), "references");
    }

    @Test
    void clausesAreReadAsTheyWereWritten() {
        CharterDocument said = withClauses();
        assertThat(CharterDocument.parse(said.bytes())).isEqualTo(said);
        assertThat(new String(said.bytes(), StandardCharsets.UTF_8)).contains("\"leavers\":\"keep what was\",\"maximumLiabilityMinor\":50000,"
                + "\"modelLicense\":\"Apache-2.0\",\"modelOwnership\":\"all members' alike\"");
        assertThat(CharterDocument.parse(LedgerBuilder.charter().bytes()).clauses()).isEqualTo(Clauses.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "50000 | -1 | maximumLiabilityMinor",
        "50000 | \"much\" | maximumLiabilityMinor",
        "Apache-2.0 | a\\u001b[2Jb | modelLicense",
        "Apache-2.0 | a\u202eb | modelLicense",
        "Apache-2.0 | a\u2028b | modelLicense",
        "keep what was | a\\nb | leavers",
        "\"keep what was\" | \"\" | leavers"})
    void aClauseThatCouldMisleadAtATerminalIsRefused(String honest, String altered, String named) {
        assertNamed(() -> CharterDocument.parse(replaced(withClauses(), honest, altered)), named);
    }

    @Test
    void aClauseIsBounded() {
        assertNamed(() -> CharterDocument.parse(replaced(withClauses(), "Apache-2.0", "x".repeat(Clauses.MAX_CHARACTERS + 1))), "modelLicense");
    }

    @Test
    void termsOfBillsReadAsTheyWereWrittenAndNoneHaveNoField() {
        CharterDocument plain = LedgerBuilder.charter();
        assertThat(new String(plain.bytes(), StandardCharsets.UTF_8)).doesNotContain("terms");
        for (BillTerms terms : List.of(BillTerms.NONE, new BillTerms(true, OptionalLong.empty(), 0, 0),
                new BillTerms(false, OptionalLong.of(0), 0, 0), new BillTerms(true, OptionalLong.of(50_000), 50_000, 3_600_000))) {
            CharterDocument charter = plain.withTerms(terms);
            assertThat(CharterDocument.parse(charter.bytes())).isEqualTo(charter);
        }
        assertThat(new String(plain.withTerms(new BillTerms(true, OptionalLong.of(50_000), 7, 9)).bytes(), StandardCharsets.UTF_8))
                .contains("\"terms\":{\"byDay\":true,\"capMinor\":50000,\"commitmentMillis\":9,\"floorMinor\":7}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"byDay\":true | \"byDay\":1 | terms.byDay",
        "\"byDay\":true, | '' | terms.byDay",
        "\"capMinor\":50000 | \"capMinor\":-1 | terms.capMinor",
        "\"capMinor\":50000 | \"capMinor\":6 | terms.floorMinor",
        "\"floorMinor\":7 | \"floorMinor\":0 | terms.floorMinor",
        "\"commitmentMillis\":9 | \"commitmentMillis\":0 | terms.commitmentMillis",
        "\"floorMinor\":7 | \"flor\":7 | terms.flor",
        "{\"byDay\":true,\"capMinor\":50000,\"commitmentMillis\":9,\"floorMinor\":7} | {\"byDay\":false} | terms"})
    void termsThatSayNothingOrTooMuchAreRefused(String honest, String altered, String named) {
        CharterDocument charter = LedgerBuilder.charter().withTerms(new BillTerms(true, OptionalLong.of(50_000), 7, 9));
        assertNamed(() -> CharterDocument.parse(replaced(charter, honest, altered)), named);
    }

    @Test
    void aMaximumIsSaidOnce() {
        assertNamed(() -> CharterDocument.parse(withClauses().withTerms(new BillTerms(true, OptionalLong.of(5), 0, 0)).bytes()),
                "maximumLiabilityMinor");
    }

    private static CharterDocument withClauses() {
        CharterDocument charter = LedgerBuilder.charter();
        return new CharterDocument(charter.consortium(), charter.domain(), charter.currency(), charter.rateMinorPerHour(),
                charter.rateNote(), charter.share(), charter.settlement(), charter.outcomes(), charter.approvals(),
                charter.witnesses(), charter.disputeDays(), List.of(), new Clauses(OptionalLong.of(50_000), Optional.of("Apache-2.0"),
                        Optional.of("all members' alike"), Optional.of("keep what was")));
    }

    private static CharterDocument with(ReferenceSpeed... references) {
        CharterDocument charter = LedgerBuilder.charter();
        return new CharterDocument(charter.consortium(), charter.domain(), charter.currency(), charter.rateMinorPerHour(),
                charter.rateNote(), charter.share(), charter.settlement(), charter.outcomes(), charter.approvals(),
                charter.witnesses(), charter.disputeDays(), List.of(references));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"equal\":10          | \"equal\":11           | share",
        "\"currency\":\"EUR\"  | \"currency\":\"EUX\"   | currency",
        "\"currency\":\"EUR\"  | \"currency\":\"XAU\"   | minor units",
        "\"domain\":\"example.org\" | \"domain\":\"Example.org\" | domain",
        "\"approvals\":0       | \"approvals\":151      | approvals",
        "\"witnesses\":\"none\" | \"witnesses\":\"three\" | witnesses",
        "\"settlement\":\"transfers\" | \"settlement\":\"barter\" | transfers, none",
        "\"late\":500          | \"late\":1001          | outcomes.late",
        "\"late\":500          | \"later\":500          | late",
        "\"consortium\":\"demo\" | \"consortium\":\"-demo\" | consortium"})
    void aCharterErrorNamesTheField(String honest, String altered, String named) {
        assertNamed(() -> CharterDocument.parse(replaced(LedgerBuilder.charter(), honest, altered)), named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"quorum\":2     | \"quorum\":3          | quorum",
        "\"max\":3        | \"max\":1             | cohort.max",
        "\"rounds\":2     | \"rounds\":0          | rounds",
        "\"batch\":64     | \"batch\":true        | settings.batch",
        "\"batch\":64     | \"batch\":\"64\"        | 'settings.batch': expected an integer",
        "\"batch\":64     | \"\":64             | names of 1 to 64 characters",
        "\"running_var\":24 | \"running_var\":63  | scales.running_var",
        "\"weights\":\"assigned-steps\" | \"weights\":\"declared\" | equal, assigned-steps",
        "\"seconds\":600  | \"seconds\":0         | evaluate.seconds",
        "\"name\":\"fashion\" | \"name\":\"Fashion\" | name"})
    void aJobErrorNamesTheField(String honest, String altered, String named) {
        assertNamed(() -> JobDocument.parse(replaced(LedgerBuilder.job(), honest, altered)), named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"at-most\",\"value\":3200 | \"about\",\"value\":3200 | 'basis': expected one of exact, at-most",
        "\"value\":3200 | \"value\":-1 | diskBytes.value",
        "\"organization\":\"acme\" | \"organization\":\"beta\" | members",
        "\"organization\":\"acme\" | \"organization\":\"dora\" | sorted by name",
        "\"currency\":\"EUR\" | \"currency\":\"eur\" | currency",
        "\"unseenWorkers\":1 | \"unseenWorkers\":-1 | unseenWorkers"})
    void anErrorInAnEstimateNamesTheField(String honest, String altered, String named) {
        assertNamed(() -> EstimateDocument.parse(replaced(LedgerBuilder.estimate(), honest, altered)), named);
    }

    @Test
    void anEmptyOrRepeatingTensorListIsRefused() {
        assertNamed(() -> JobDocument.parse(replaced(LedgerBuilder.job(), "\"trainer\":\"fashion-cnn\"",
                "\"trainable\":[],\"trainer\":\"fashion-cnn\"")), "trainable");
        assertNamed(() -> JobDocument.parse(replaced(LedgerBuilder.job(), "\"trainer\":\"fashion-cnn\"",
                "\"trainable\":[\"a\",\"a\"],\"trainer\":\"fashion-cnn\"")), "trainable");
    }

    private static void assertNamed(ThrowingCallable parse, String named) {
        assertThatThrownBy(parse).isInstanceOf(JsonException.class).hasMessageContaining(named);
    }

    private static byte[] replaced(Document document, String honest, String altered) {
        String text = new String(document.bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(honest);
        return text.replace(honest, altered).getBytes(StandardCharsets.UTF_8);
    }
}
