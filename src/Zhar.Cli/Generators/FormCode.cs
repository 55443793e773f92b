using Zhar.Cli.Names;

namespace Zhar.Cli.Generators;

/// <summary>The inputs of a form and the cells of a table.</summary>
internal static class FormCode
{
    /// <summary>A line for each field. A live page gets back what was typed as a password, or the next change of another input would empty it; what is stored goes to no page.</summary>
    internal static string Inputs(Resource r, string indent, bool isLive = false) => string.Join('\n', r.Fields.Select(f => $"{indent}{{{Input(f, isLive)}}}"));

    /// <summary>The value of a field as a page shows it.</summary>
    internal static string Value(Field f, string variable) => f switch
    {
        { IsBoolean: true } => $"({variable}.{f.Property} ? \"Yes\" : \"No\")",
        { IsEnum: true } => $"{variable}.{f.Property}?.{(f.HasWords ? "Label" : "ToString")}()",
        _ => $"{variable}.{f.Property}",
    };

    private static IEnumerable<string> SecretAttributes(Field f, bool isLive)
    {
        yield return "(\"placeholder\", f.IsStored ? \"unchanged\" : null)";
        if (!f.IsOptional)
            yield return "(\"required\", !f.IsStored)";
        if (isLive)
            yield return $"(\"value\", f.Source.Params?.Get(\"{f.Name}\"))";
    }

    private static string Input(Field f, bool isLive) => f switch
    {
        { IsSecret: true } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"password\", Attrs.Of({string.Join(", ", SecretAttributes(f, isLive))}))",
        { IsBoolean: true } => $"Checkbox(f[\"{f.Name}\"], \"{f.Label}\")",
        { IsEnum: true } => $"Select(f[\"{f.Name}\"], \"{f.Label}\", [{string.Join(", ", f.Values.Select(static v => $"SelectOption.Of(\"{Naming.Human(v)}\", \"{v}\")"))}], prompt: \"Choose\")",
        { Kind.Name: "text" } => $"TextArea(f[\"{f.Name}\"], \"{f.Label}\")",
        { Kind.Name: "integer" or "bigint" } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"number\")",
        { Kind.Name: "float" or "decimal" } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"number\", Attrs.Of((\"step\", \"any\")))",
        { Kind.Name: "date" or "time" } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"{f.Kind.Name}\")",
        { Kind.Name: "datetime" } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"datetime-local\")",
        { Name: "email" } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"email\")",
        { Name: "password" } => $"Input(f[\"{f.Name}\"], \"{f.Label}\", \"password\")",
        _ => $"Input(f[\"{f.Name}\"], \"{f.Label}\")",
    };
}
