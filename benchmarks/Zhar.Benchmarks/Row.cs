using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhar.Benchmarks;

/// <summary>One line of the result: a figure, what it is compared with, and whether the goal is met.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure; null when it could not be measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ratio">The figure as a multiple of <paramref name="Against"/>; null when it stands for itself.</param>
/// <param name="Against">The denominator, with its own figure of the same run.</param>
/// <param name="Goal">What has to hold.</param>
/// <param name="Met">Whether it holds. A row that is only reported has no goal to miss.</param>
internal sealed record Row(string Name, double? Value, string Unit, double? Ratio, string Against, string Goal, bool Met)
{
    internal const string Reported = "reported";

    internal static Row Absolute(string name, double value, string unit, double atMost) =>
        new(name, value, unit, null, "", $"<= {Number(atMost)} {unit}", value <= atMost);

    /// <summary>A figure that must be at most <paramref name="atMost"/> times another one.</summary>
    internal static Row Relative(string name, double value, string unit, double denominator, string against, double atMost) =>
        new(name, value, unit, value / denominator, $"{against} = {Number(denominator)} {unit}", $"<= {Number(atMost)} {against}", value <= denominator * atMost);

    internal static Row Report(string name, double value, string unit, string against = "") => new(name, value, unit, null, against, Reported, true);

    internal static Row Missing(string name, string why) => new(name, null, "", null, "", why, false);

    internal string ToJson() => new JsonObject
    {
        ["name"] = Name,
        ["value"] = Round(Value),
        ["unit"] = Unit,
        ["ratio"] = Round(Ratio),
        ["against"] = Against,
        ["goal"] = Goal,
        ["met"] = Met,
    }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    internal static Row Parse(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        return new((string)row["name"]!, (double?)row["value"], (string)row["unit"]!, (double?)row["ratio"], (string)row["against"]!, (string)row["goal"]!, (bool)row["met"]!);
    }

    internal string ToText() => $"{(Met ? "  " : "! ")}{Name,-62} {Number(Value),9} {Unit,-10} {(Ratio is null ? "" : Number(Ratio) + " x"),9}  {Against,-34} {Goal}";

    internal string ToMarkdown() => $"| {Name} | {Number(Value)} {Unit} | {Number(Ratio)} | {Against} | {Goal} | {(Met ? "yes" : "**no**")} |";

    internal static string Number(double? value) => value switch
    {
        null => "",
        0 => "0",
        var v when Math.Abs(v.Value) >= 1000 => v.Value.ToString("0", CultureInfo.InvariantCulture),
        var v => Round(v)!.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static double? Round(double? value)
    {
        if (value is not { } v || !double.IsFinite(v))
            return null;
        if (v == 0)
            return 0;
        var digits = (int)Math.Clamp(2 - Math.Floor(Math.Log10(Math.Abs(v))), 0, 10);
        return Math.Round(v, digits);
    }
}
