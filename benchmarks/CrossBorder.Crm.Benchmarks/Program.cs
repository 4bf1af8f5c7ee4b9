using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using CrossBorder.Crm.Benchmarks.Evaluation;

if (args is ["evaluate", .. var rest])
{
    return await Evaluations.RunAsync(rest);
}

// What is measured is built anew, with everything it stands on: two minutes, the default, are too few for a small machine.
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10)));
return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
