-- Reports from before rows were measured: of the tables, none was.
UPDATE "Job" SET "report" = jsonb_build_object('tables', '[]'::jsonb, 'tablesLeftOut', jsonb_array_length("plan"->'tables')) || "report" WHERE jsonb_typeof("report") = 'object' AND NOT "report" ? 'tables';
