package consort.ledger.audit.cli;

import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.export.BeancountJournal;
import consort.ledger.export.Books;
import consort.ledger.export.BooksJson;
import consort.ledger.export.HledgerJournal;
import consort.ledger.export.PostingsCsv;
import consort.ledger.json.JsonObject;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The forms in which books can be had. */
enum ExportFormat {
    HLEDGER, BEANCOUNT, CSV, JSON;

    /** As it is written on command lines. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The whole file. */
    String write(Books books, LedgerFacts facts) {
        return switch (this) {
            case HLEDGER -> HledgerJournal.of(books, Proof.basis(facts));
            case BEANCOUNT -> BeancountJournal.of(books, Proof.basis(facts));
            case CSV -> PostingsCsv.of(books);
            case JSON -> JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("export", BooksJson.of(books))
                    .build().canonicalText() + "\n";
        };
    }

    /** Reads {@link #text}. */
    static final class Converter implements ITypeConverter<ExportFormat> {

        @Override
        public ExportFormat convert(String text) {
            return Stream.of(values()).filter(format -> format.text().equals(text)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no format \"" + text + "\"; give one of "
                            + Stream.of(values()).map(ExportFormat::text).collect(Collectors.joining(", "))));
        }
    }
}
