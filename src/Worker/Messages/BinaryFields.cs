namespace AppHost.Worker.Messages;

/// <summary>Fields that <see cref="BinaryWriter"/> has no method for.</summary>
internal static class BinaryFields
{
    public static void WriteOptional(this BinaryWriter writer, string? value)
    {
        writer.Write(value is not null);
        if (value is not null) writer.Write(value);
    }

    public static string? ReadOptional(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    public static void WriteOptional(this BinaryWriter writer, int? value)
    {
        writer.Write(value is not null);
        if (value is { } number) writer.Write(number);
    }

    public static int? ReadOptionalInt32(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadInt32() : null;

    public static void WriteList(this BinaryWriter writer, IReadOnlyList<string> values)
    {
        writer.Write(values.Count);
        foreach (string value in values) writer.Write(value);
    }

    public static string[] ReadList(this BinaryReader reader)
    {
        var values = new string[reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++) values[i] = reader.ReadString();
        return values;
    }
}
