using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Optim;

public class TrainingLeakTests
{
    [Fact]
    public void StepsInScopesLeaveNoTensorsBehind()
    {
        manual_seed(0);
        using var network = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.GELU(), nn.Dropout(0.1), nn.Linear(8, 3));
        using var optimizer = optim.AdamW(network.parameters(), 1e-2, weight_decay: 0.05);
        using var x = randn(16, 4);
        using var y = arange(16).remainder(3);
        long after = 0;
        for (int step = 0; step < 30; step++) {
            using (NewDisposeScope()) {
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(network.call(x), y);
                loss.backward();
                nn.utils.clip_grad_norm_(network.parameters(), 1);
                optimizer.step();
            }
            if (step == 4) after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
        Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
