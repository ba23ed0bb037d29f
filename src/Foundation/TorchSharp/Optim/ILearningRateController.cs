namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>What a schedule turns.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }
    }
}
