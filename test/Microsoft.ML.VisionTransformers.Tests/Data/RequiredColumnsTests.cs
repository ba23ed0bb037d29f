using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public sealed class RequiredColumnsTests
{
    private readonly DataViewSchema _schema;
    private readonly SchemaShape _shape;

    public RequiredColumnsTests()
    {
        var context = new MLContext();
        _schema = context.Data.LoadFromEnumerable(new[] { new Row() }).Schema;
        _shape = context.Transforms.CustomMapping<Nothing, Row>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));
    }

    [Fact]
    public void Those_that_are_there_are_found()
    {
        Assert.Equal("Text", TextsColumn.Find(_schema, "Text").Name);
        TextsColumn.Check(_shape, "Text");
        Assert.Equal("Number", TrainingImages.LabelColumn(_schema, "Number").Name);
        Assert.Equal("Number", TrainingImages.LabelColumn(_shape, "Number").Name);
    }

    [Fact]
    public void Of_those_that_are_not_the_message_says_what_there_is()
    {
        Refused("There is no column 'Else' with texts. Columns: Text, Texts, Number.", () => TextsColumn.Find(_schema, "Else"), () => TextsColumn.Check(_shape, "Else"));
        Refused("There is no column 'Else' with images. Columns: Text, Texts, Number.", () => ImageColumn.Find(_schema, "Else"), () => ImageColumn.Check(_shape, "Else"));
        Refused("There is no label column 'Else'. Columns: Text, Texts, Number.",
            () => TrainingImages.LabelColumn(_schema, "Else"), () => TrainingImages.LabelColumn(_shape, "Else"));
        Refused("There is no column 'Else'. Columns: Text, Texts, Number.", () => _schema.Require("Else"));
    }

    [Fact]
    public void A_column_of_texts_holds_one_a_row()
    {
        Refused("Column 'Number' is Single; texts are taken from a column of text.", () => TextsColumn.Find(_schema, "Number"), () => TextsColumn.Check(_shape, "Number"));
        Refused("Column 'Texts' is Vector<String, 2>; texts are taken from a column of text.", () => TextsColumn.Find(_schema, "Texts"));
        Refused("Column 'Texts' is String; texts are taken from a column of text.", () => TextsColumn.Check(_shape, "Texts"));
    }

    private static void Refused(string message, params Action[] actions) =>
        Assert.All(actions, action => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message));

    private sealed class Nothing;

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public string[] Texts { get; set; } = ["", ""];

        public float Number { get; set; }
    }
}
