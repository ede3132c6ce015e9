-- Counts that no phone is told: a need's kind names its asker in a small village. Which figures stay, their definitions say; an
-- update counts them anew and takes the leaves out of what phones hold.
alter table figures.rollups add column stays boolean;
alter table figures.day_histogram add column stays boolean;
