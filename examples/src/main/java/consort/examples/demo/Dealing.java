package consort.examples.demo;

import consort.examples.data.DataSet;
import consort.examples.data.Idx;
import consort.examples.data.LabelSplit;
import consort.examples.data.LabeledImages;
import consort.examples.demo.report.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Gets the data and deals the training images out, unevenly, so that each organization's folder holds only its own part. */
final class Dealing {

    /** Concentration of the Dirichlet split. */
    static final double ALPHA = 0.5;

    private Dealing() {}

    /**
     * What was dealt.
     *
     * @param byLabel for each organization, how many images of each class it has
     */
    record Dealt(String source, int trainImages, int testImages, List<List<Integer>> byLabel) {
        int imagesOf(int organization) {
            return byLabel.get(organization).stream().mapToInt(Integer::intValue).sum();
        }
    }

    static Dealt deal(Setting setting) throws IOException {
        DataSet data = setting.recipe().obtain(setting.home(), setting.environment(), setting::say);
        List<int[]> parts = LabelSplit.dirichlet(data.train(), setting.organizations().size(), ALPHA,
                setting.recipe().minimumImages(), setting.options().seed());
        List<List<Integer>> byLabel = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            LabeledImages own = data.train().select(parts.get(i));
            Idx.writeShard(setting.layout().trainData(setting.organizations().get(i)), own);
            byLabel.add(IntStream.of(own.countByLabel()).boxed().toList());
        }
        Idx.writeShard(setting.layout().testData(setting.first()), data.test());
        Dealt dealt = new Dealt(data.source(), data.train().count(), data.test().count(), byLabel);
        tell(setting, dealt);
        return dealt;
    }

    private static void tell(Setting setting, Dealt dealt) {
        setting.say("%s from %s, dealt out by class (images of classes 0 to 9):".formatted(
                setting.recipe().title(), dealt.source()));
        for (int i = 0; i < setting.organizations().size(); i++) {
            StringBuilder row = new StringBuilder("  %-10s%7s  ".formatted(setting.organizations().get(i),
                    Text.count(dealt.imagesOf(i))));
            dealt.byLabel().get(i).forEach(count -> row.append("%7d".formatted(count)));
            setting.say(row.toString());
        }
    }
}
