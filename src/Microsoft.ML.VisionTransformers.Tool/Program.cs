using Microsoft.ML.VisionTransformers.Tool;
using Microsoft.ML.VisionTransformers.Tool.Output;

return VitCommand.Run(args, Terminal.OfProcess());
