using BenchmarkDotNet.Running;
using CrossBorder.Crm.Benchmarks.Evaluation;

if (args is ["evaluate", .. var rest])
{
    return await Evaluations.RunAsync(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
