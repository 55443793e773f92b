namespace Zhar.Data;

/// <summary>A field or an association: what a selector can name.</summary>
internal sealed class Member
{
    public Member(Field field) => (Field, Name, Param, Relation) = (field, field.Name, field.Param, field.Type is EmbedType embed ? new EmbedRelation(field, embed) : null);

    public Member(Association association) => (Association, Name, Param, Relation) = (association, association.Name, association.Param, new AssociationRelation(association));

    public Field? Field { get; }

    public Association? Association { get; }

    /// <summary>How it holds other records, or <c>null</c> for a plain field.</summary>
    public Relation? Relation { get; }

    public string Name { get; }

    public string Param { get; }

    /// <summary>The key that JSON of other programs often has.</summary>
    public string CamelParam => field ??= Naming.Camel(Name);

    public bool IsRedacted => Field?.IsRedacted == true;

    /// <summary>The plain field.</summary>
    /// <exception cref="ArgumentException">It is an embed or an association.</exception>
    public Field Plain(string method, string instead) => Relation is null && Field is not null
        ? Field
        : throw new ArgumentException($"{method} works on plain fields, but {Name} holds other records. Use {instead}.", nameof(method));

    /// <summary>What was sent for it, under its name in snake_case, or in camelCase as JSON of other programs has it.</summary>
    /// <exception cref="ParamsException">Both were sent, and nothing says which one is meant.</exception>
    public bool TryGetParam(Params input, out object? value)
    {
        var isSent = TryGet(input, Param, out value);
        if (CamelParam == Param || !input.Contains(CamelParam))
            return isSent;
        return isSent
            ? throw new ParamsException($"The params have both '{Param}' and '{CamelParam}', which are two spellings of one field. Send one of them.", Param)
            : TryGet(input, CamelParam, out value);
    }

    private static bool TryGet(Params input, string key, out object? value)
    {
        value = input.Raw(key);
        return value is not null || input.Contains(key);
    }
}
