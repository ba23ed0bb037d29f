namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Two views that share no row.</summary>
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
